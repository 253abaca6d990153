"""What 附件1 and 附件2 say about each field, shown beside it; Chinese is the notice's wording."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from flask_babel import lazy_gettext as _l

HELP: Final[Mapping[tuple[str, str], Any]] = MappingProxyType(
    {
        ("technology", "technology_type"): _l(
            "Such as development and use of renewable energy, advanced storage, the energy "
            "internet. The category is ticked by itself with the type."
        ),
        ("technology", "technology_topics"): _l(
            "The directions §四 of the notice names under the type. They help parks to find you."
        ),
        ("technology", "fields"): _l(
            "The industries the technology belongs to: energy fields such as power and heat; "
            "industrial fields such as steel, non-ferrous metals, building materials, "
            "petrochemicals, chemicals, textiles, food, paper, machinery and household "
            "appliances; urban and rural construction; transport; agricultural production; waste "
            "treatment."
        ),
        ("technology", "stage"): _l(
            "Demonstration: at the beginning of industrial use, its path to promotion not quite "
            "clear and its economics not yet ideal, but shown in applications to bring positive, "
            "transformative influence to its industry, with a possible international lead. "
            "Promotion: in the middle of industrial use, with a clear path, excellent economics "
            "and definite uses, ready for wide commercial promotion, but not yet known to "
            "industry and society."
        ),
        ("technology", "application_status"): _l(
            "How widely the technology is applied in its industry and produced today."
        ),
        ("technology", "technical_principle"): _l(
            "Principle, key technology and process flow of the technology, with a diagram of the "
            "process or of the working principle and structure of the main equipment; its "
            "technical, economic, environmental and social benefits may be described in an "
            "attachment."
        ),
        ("technology", "process_flow"): _l(
            "Add the process diagram as a picture on the page “Attachments”."
        ),
        ("technology", "technology_source"): _l(
            "Name of the unit that holds all rights in the technology, with its contact and way "
            "of contact. It is not published."
        ),
        ("technology", "appraisal"): _l(
            "If the technology passed appraisals or tests, the material is needed on paper and as "
            "electronic scans: certificates of technical appraisal, of appraisal of results, "
            "patents or other proof of intellectual property. Add the scans on the page "
            "“Attachments”."
        ),
        ("technology", "applicability"): _l(
            "The concrete conditions of use or the range of the technology."
        ),
        ("technology", "promotion_barriers"): _l(
            "Difficulties and obstacles in promoting the technology on the market, and the "
            "applicant's constructive suggestions."
        ),
        ("technology", "adoption_share"): _l(
            "Share of the whole country already reached when the notice was issued."
        ),
        ("technology", "adoption_share_2030"): _l(
            "Share that can be reached in the whole country by 2030."
        ),
        ("technology", "abatement_potential_2030_tco2_per_year"): _l(
            "Annual abatement once the share expected for 2030 is reached. Follow the national "
            "methods of accounting; count electricity with the national average factor of 2022, "
            "0.5703 tCO₂/MWh. Attach the calculation as a file of its own."
        ),
        ("technology", "comparison_technology"): _l(
            "State which technology the abatement was estimated against."
        ),
        ("technology_case", "name"): _l(
            "A typical, representative case that has been implemented."
        ),
        ("technology_case", "abatement_tco2_per_year"): _l(
            "Greenhouse gases avoided or reduced each year by using the technology, as CO₂ "
            "equivalent. Attach the calculation as a file of its own."
        ),
        ("technology_case", "emission_reduction_share"): _l(
            "By how much the emissions with the technology lie below the project's former total. "
            "Explain briefly how the figure was worked out."
        ),
        ("technology_case", "abatement_cost_yuan_per_tco2"): _l(
            "Retrofit: investment of the retrofit over the abatement during the service life. New "
            "build: investment beyond that of the conventional technology over the abatement "
            "during the service life."
        ),
        ("technology_case", "environmental_benefit"): _l(
            "Joint benefits such as pollutants reduced or ecology restored: for example the "
            "tonnes of pollutants reduced each year and what cleaner operation earns."
        ),
        ("technology_case", "social_benefit"): _l(
            "What the technology contributes to local development: jobs and growth, rural "
            "revitalization, social security, green industry, ecological civilization."
        ),
        ("technology_case", "project_type"): _l(
            "Decides which investment the unit cost divides. The official form does not ask."
        ),
        ("technology_case", "service_life_years"): _l(
            "Years over which abatement is summed in the unit cost. Nothing is assumed for you: "
            "without it the unit cost cannot be checked."
        ),
        ("technology_case", "conventional_investment_yuan"): _l(
            "New builds only: what the conventional technology would have cost. The unit cost "
            "divides the difference."
        ),
        ("technology_case", "address"): _l(
            "City and county are enough; parks see how far the nearest case is."
        ),
        ("technology_case", "co_benefits"): _l(
            "Tonnes of each pollutant reduced a year. Leave open what was not measured."
        ),
        ("applicability_rules", "sectors"): _l(
            "Tick only where the technology cannot be used elsewhere: a need of another sector is "
            "then not matched. Nothing ticked excludes nobody."
        ),
        ("applicability_rules", "capacity"): _l(
            "Both bounds in the unit beside them; leave a bound open where there is none."
        ),
        ("applicability_rules", "energy_carriers"): _l(
            "At least one of them must be there at the site."
        ),
    }
)
"""(record, field) -> explanation. Source: 环办气候〔2024〕2号 附件1, 附件2; the rest is ours."""

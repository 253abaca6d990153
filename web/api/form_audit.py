"""POST /api/v1/technologies/audit: a form in, what does not agree in it out; nothing is saved."""

from matcher.services.form_audits import audit_record
from web.access import Access, allow
from web.api.base import api_blueprint
from web.extensions import now
from web.i18n import current_language
from web.presenters.form_audit import presented_audit
from web.schemas.form_audit import FormAuditOut, FormRecordIn

bp = api_blueprint("form_audit", __name__, tag="Technologies")


@bp.post("/technologies/audit")
@bp.input(FormRecordIn)
@bp.output(FormAuditOut)
@allow(Access.ANY_USER)
def create(json_data: FormRecordIn) -> FormAuditOut:
    """Audit a form without saving it: slips and gaps, what was likely meant, three costs."""
    language = current_language()
    audit = audit_record(json_data.root, language=language, now=now())
    return FormAuditOut.model_validate(presented_audit(audit, language))

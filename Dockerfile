# One image for the web and the jobs process (docs/decisions/0106-one-image.md).
FROM python:3.11-slim-bookworm

# Index of torch's CPU build, as pytorch.org shows it for Linux, pip, CPU. Empty takes the default
# build, which brings several GB of CUDA packages that nothing here uses.
ARG TORCH_CPU_INDEX=""

ENV PYTHONUTF8=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    OMP_NUM_THREADS=1 \
    TANQIAO_VAR=/srv/tanqiao/var

RUN groupadd --system --gid 10001 tanqiao \
    && useradd --system --uid 10001 --gid tanqiao --no-create-home --shell /usr/sbin/nologin tanqiao \
    && install -d -o tanqiao -g tanqiao /srv/tanqiao/var

WORKDIR /srv/tanqiao

COPY requirements.txt ./
RUN if [ -n "$TORCH_CPU_INDEX" ]; then \
        pip install --index-url "$TORCH_CPU_INDEX" "$(grep '^torch==' requirements.txt)"; \
    fi \
    && pip install -r requirements.txt

COPY pyproject.toml README.md alembic.ini ./
COPY matcher ./matcher
COPY web ./web
COPY embeddings ./embeddings
COPY jobs ./jobs
COPY data ./data
RUN pip install --no-deps --no-build-isolation -e .

USER 10001
VOLUME /srv/tanqiao/var
EXPOSE 8000

# The port is PORT's; nothing but Python is needed to ask.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f\"http://127.0.0.1:{os.environ.get('PORT', '8000')}/healthz\", timeout=4)"]

# Web and jobs together. Apart: `gunicorn web.wsgi:app ...` and `python -m jobs`.
CMD ["tanqiao", "serve"]

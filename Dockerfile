# One image for the web server, the worker and commands: docs/operations.md, "With containers".
# The build is reproducible: packages by hash, compiled modules and static files without times.
ARG PYTHON=3.13.7-slim-bookworm

FROM python:${PYTHON} AS build
ARG MEANING=meaning
ARG TELEMETRY=
ENV SOURCE_DATE_EPOCH=1577836800 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /srv/catalogue
COPY requirements.lock pyproject.toml manage.py LICENSE ./
COPY deploy deploy
COPY catalogue catalogue
COPY initiatives initiatives
COPY fixtures fixtures
COPY templates templates
COPY static static
COPY docs/redactie.md docs/redactie.md
COPY docs/redactie docs/redactie
RUN sh deploy/install.sh /srv/catalogue/.venv /srv/catalogue/static-files "${MEANING}" "${TELEMETRY}"
# The list of what is inside (SBOM, CycloneDX), made with tools that do not come along.
RUN python -m venv /opt/supply \
    && /opt/supply/bin/python -m pip install --quiet --require-hashes --only-binary :all: -r deploy/supply.lock \
    && /opt/supply/bin/python -m deploy.supply --environment .venv sbom sbom.json --lock requirements.lock \
        ${MEANING:+--lock deploy/meaning.lock} ${TELEMETRY:+--lock deploy/telemetry.lock}
# pip and what runs without the web server stay behind.
RUN .venv/bin/python -m pip uninstall --quiet --yes pip \
    && rm -rf deploy/supply

FROM python:${PYTHON}
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="Corona-initiatieven" \
      org.opencontainers.image.description="Searchable catalogue of local corona initiatives in the Netherlands" \
      org.opencontainers.image.licenses="EUPL-1.2" \
      org.opencontainers.image.version="${VERSION}"
# VAR has only what can be made anew: a volume or a tmpfs. Everything else can be read-only.
ENV PATH=/srv/catalogue/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    BIND=0.0.0.0:8000 \
    BEHIND_PROXY=true \
    VAR=/var/lib/catalogue \
    STATIC_FOLDER=/srv/catalogue/static-files
RUN install --directory --owner 10001 --group 10001 --mode 0750 /var/lib/catalogue \
    && install --directory --owner 10001 --group 10001 /srv/front/errors /srv/front/frozen /srv/front/static
COPY --from=build /srv/catalogue /srv/catalogue
WORKDIR /srv/catalogue
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 CMD ["python", "deploy/healthcheck.py"]
CMD ["python", "-m", "gunicorn", "-c", "python:catalogue.gunicorn"]

# The store: one image for web, worker, beat and migrate. Nothing in it is secret.
FROM python:3.11-slim-bookworm AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
# EXTRAS=1 for SMS and push messages.
ARG EXTRAS=""
COPY requirements.txt requirements-extras.txt /tmp/
RUN python -m venv /opt/store && /opt/store/bin/pip install --require-hashes \
    -r /tmp/requirements.txt ${EXTRAS:+-r /tmp/requirements-extras.txt}

FROM python:3.11-slim-bookworm

ENV PATH=/opt/store/bin:$PATH PYTHONUNBUFFERED=1 DATA_DIR=/data
RUN useradd --system --uid 10001 --no-create-home store && install -d -o store -g store /data /data/media
WORKDIR /srv/store
COPY --from=build /opt/store /opt/store
COPY . .

# Collected under production settings; these values are for this one command only.
RUN SECRET_KEY=only-to-collect-static-files-0123456789-abcdefghijklmnopqrstuvwxyz \
    ALLOWED_HOSTS=build SITE_URL=https://build STORE_NAME=build \
    DATABASE_URL=postgresql://nobody@127.0.0.1:1/none REDIS_URL=redis://127.0.0.1:1/0 \
    STRIPE_SECRET_KEY=rk_test_build STRIPE_WEBHOOK_SECRETS=whsec_build \
    EMAIL_URL=smtp://127.0.0.1:1 DEFAULT_FROM_EMAIL=build@example.com \
    python manage.py collectstatic --noinput --verbosity 0 \
    && python -m compileall -q .

USER store
EXPOSE 8000
CMD ["gunicorn", "-c", "python:wallet_project.gunicorn", "wallet_project.wsgi"]

# The service alone: no torch, no Node, no compiler in the final image. docker build -t hurmaus .
FROM python:3.11-slim AS build
WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY service service
COPY models/shipped models/shipped
COPY models/README.md models/README.md
RUN pip wheel --no-cache-dir -c constraints.txt -w /wheels .

FROM python:3.11-slim
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index --find-links /wheels hurmaus \
    && useradd --create-home hurmaus && mkdir /var/lib/hurmaus && chown hurmaus /var/lib/hurmaus
USER hurmaus
ENV HURMAUS_HOST=0.0.0.0 HURMAUS_PORT=8000 HURMAUS_STORE=/var/lib/hurmaus/hurmaus.db
VOLUME /var/lib/hurmaus
EXPOSE 8000
# HURMAUS_SECRET must be set: beyond loopback the service refuses to start without one.
CMD ["hurmaus", "serve"]

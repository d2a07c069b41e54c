// Shows the OpenAPI document with Swagger UI. Everything comes from this host.
"use strict";

const page = document.getElementById("api-docs");

const token = () => {
  const cookie = document.cookie.split("; ").find((one) => one.startsWith("csrftoken="));
  return cookie ? decodeURIComponent(cookie.slice("csrftoken=".length)) : "";
};

SwaggerUIBundle({
  url: page.dataset.schema,
  domNode: page,
  deepLinking: true,
  validatorUrl: null,
  displayRequestDuration: true,
  requestInterceptor: (request) => {
    if (token()) {
      request.headers["X-CSRFToken"] = token();
    }
    return request;
  },
});

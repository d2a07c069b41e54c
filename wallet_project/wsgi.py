import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wallet_project.settings")

application = get_wsgi_application()


from notifications.services import gather_messages  # noqa: E402  # the apps must be there

gather_messages()

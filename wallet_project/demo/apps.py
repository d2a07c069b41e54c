from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "wallet_project.demo"
    label = "demo"

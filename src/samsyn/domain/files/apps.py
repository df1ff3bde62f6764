from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "samsyn.domain.files"
    label = "files"

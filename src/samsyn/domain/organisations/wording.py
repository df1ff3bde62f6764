"""What the roles are for."""

from django.utils.translation import gettext_lazy as _

from samsyn.domain.organisations.enums import Role

ROLE_IS_FOR = {
    Role.REPORTER: _("rapporterar och följer sina egna rapporter"),
    Role.CONTACT: _("för sin verksamhet i EST-gruppen, läser det delade och bedömer läget"),
    Role.REVIEWER: _("släpper rapporter vidare och stoppar personuppgifter"),
    Role.COORDINATOR: _("leder arbetet, fastställer lägesbilden och sköter organisationen"),
    Role.ANALYST: _("läser, jämför, läser in filer och sammanställer"),
    Role.COUNCIL_MEMBER: _("beslutar och ser exakta tal"),
    Role.READER: _("läser fastställda lägesbilder"),
    Role.REGISTRAR: _("tar hand om allmänna handlingar"),
    Role.DATA_PROTECTION_OFFICER: _("läser loggen, men inga rapporter"),
    Role.OPERATOR: _("sköter driften, men läser inga rapporter"),
}

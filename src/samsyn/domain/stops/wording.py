"""What kinds of stops are called."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "personal_number": _("personnummer"),
    "coordination_number": _("samordningsnummer"),
    "masked_number": _("del av personnummer"),
    "birth_date": _("födelsedatum"),
    "phone": _("telefonnummer"),
    "email": _("e-postadress"),
    "plate": _("registreringsnummer"),
    "name": _("personnamn"),
    "home_address": _("bostadsadress"),
    "handle": _("konto på nätet"),
    "id_number": _("nummer som hör till en person"),
    "singling_out": _("kan peka ut någon"),
    "stopped_word": _("ord på stopplistan"),
}

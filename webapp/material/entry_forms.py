"""The short forms around own material: opening a file, deleting."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField
from wtforms.validators import InputRequired

from webapp.worksheet.entry_forms import Form


class OpenFileForm(Form):
    """Open the file of a case or of an agenda."""

    file = FileField("File (TOML)", validators=[FileRequired("Choose the file that you downloaded; it ends in .toml.")])


class RemoveForm(Form):
    """Delete a case or an agenda, on purpose."""

    confirm = BooleanField("Yes, delete it", validators=[InputRequired("Tick the box to delete it.")])

"""The sign-in form, in a file of its own because allauth reads its adapter while it loads its forms."""

from typing import Any

from allauth.account.forms import LoginForm


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Username or e-mail"
        self.fields["password"].help_text = ""
        self.fields["remember"].label = "Stay signed in on this computer"
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

"""A number and its percent sign stay on one line, in prose and nowhere else."""

from tests.test_book import site

PAGE = """# Of 100 % a half

It is 99 % sure, *5 %* of them; `7 % of code` stays, and so does % alone.

| share |
| --- |
| 12.5 % |

```
3 % printed
```
"""


def test_the_space_before_a_percent_sign_does_not_break_in_prose(tmp_path):
    (tmp_path / "index.md").write_text(PAGE, encoding="utf-8")
    done = site.build(tmp_path, ["unbroken"])
    assert done.returncode == 0, done.stderr
    main = site.read(tmp_path).select_one("div.body")
    shown = main.get_text()
    for unbroken in ("100\u00a0% a half", "99\u00a0% sure", "5\u00a0%", "12.5\u00a0%"):
        assert unbroken in shown
    assert main.find("code").get_text() == "7 % of code"
    assert "3 % printed" in shown
    assert "does % alone" in shown

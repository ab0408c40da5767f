"""Files served with a policy that forbids a page all that the book does not need."""

from tests.browser.conftest import QuietHandler

POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; "
    # Networks are trained in a worker made of what the page has: from the disk there is no other.
    "worker-src 'self' blob:; connect-src 'self'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'"
)


class PolicyHandler(QuietHandler):
    """Serves files with the policy, as a careful host would."""

    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

"""Where a product can be shared: plain addresses, opened only by who clicks them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from wallet_project.storefront.enums import ShareTarget


@dataclass(frozen=True, slots=True)
class ShareLink:
    """A link that opens another site's own page to share with the address filled in."""

    name: str
    url: str


def share_links(*, address: str, text: str) -> list[ShareLink]:
    """The links for one product, in the order of `ShareTarget`."""
    both = f"{text}: {address}"
    urls = {
        ShareTarget.EMAIL: f"mailto:?{urlencode({'subject': text, 'body': both}, quote_via=quote)}",
        ShareTarget.WHATSAPP: f"https://wa.me/?{urlencode({'text': both})}",
        ShareTarget.TELEGRAM: f"https://t.me/share/url?{urlencode({'url': address, 'text': text})}",
        ShareTarget.FACEBOOK: f"https://www.facebook.com/sharer/sharer.php?{urlencode({'u': address})}",
        ShareTarget.X: f"https://x.com/intent/post?{urlencode({'url': address, 'text': text})}",
    }
    return [ShareLink(str(target.label), url) for target, url in urls.items()]

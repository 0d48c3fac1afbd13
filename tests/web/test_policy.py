"""Addresses that lead inward, in all spellings: none is connected to."""

from __future__ import annotations

import pytest

from loopback import HERE, Clock, OnlyHere, Web, answer, moved
from overseas_stations.fetching.client import Client
from overseas_stations.fetching.policy import Policy, WebTarget, addresses, is_public, target
from overseas_stations.fetching.reasons import Failed
from overseas_stations.fetching.schedule import Turns
from overseas_stations.fetching.walking import Walker


def words(text: str) -> list[str]:
    return text.split()


INWARD = words("""
0.0.0.0 10.0.0.1 100.64.0.1 127.0.0.1 127.8.9.1 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.9 192.0.2.1
192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 :: ::1
::7f00:1 ::ffff:127.0.0.2 ::ffff:10.0.0.1 ::ffff:0:7f00:1 64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::a00:1 100::1
2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:db8::1 2001:20::1 2002:7f00:1:: 2002:808:808::1 3fff::1 fc00::1
fd12:3456::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1 2a00:1450:4001:1::5efe:7f00:1 2606:4700::200:5efe:a00:1
""")

PUBLIC = words("""
1.1.1.1 8.8.8.8 93.184.215.14 193.0.6.139 100.128.0.1 172.32.0.1 192.0.1.1 223.255.255.254 ::ffff:8.8.8.8
2001:4860:4860::8888 2606:4700:4700::1111 2a00:1450:4001:81b::200e 2620:fe::fe
""")


def test_what_is_public() -> None:
    assert [each for each in INWARD if is_public(each)] == []
    assert [each for each in PUBLIC if not is_public(each)] == []
    assert not is_public("example.org")


ODD = words("""
http://0x7f000002/ http://127.1/ http://2130706433/ http://017700000001/ http://0177.0.0.1/ http://0x7f.1/
http://1.2.3.4.5/ http://127.0.0.1./ http://１２７.1/ http://①②⑦.1/ http://[::1/ http://[fe80::1%25eth0]/
http://[1.2.3.4]/ http://[v1.a]/ http://localhost/ http://intranet/ http:/// http://.../ http://a..example/
http://user@news.example/ http://u:p@news.example/ http://news.example:22/ http://news.example:443/
https://news.example:80/ https://news.example:99999/ https://news.example:x/ file:///etc/hosts ftp://news.example/
gopher://news.example/ javascript:alert(1) data:text/html,a //news.example/ news.example
http://news.example\\@127.0.0.1/ http://news.example%00.a.example/ http://news.example%2f@127.0.0.1/
http://a_b;c.example/ http://127.0.0.1#@news.example/ https://ex%61mple.org/
""")


@pytest.mark.parametrize(
    "url", [*ODD, "http://news.example/\r\nHost: a", "http://new\ts.example/", "", "https://a.b/" + "a" * 5000]
)
def test_odd_spellings_are_not_even_looked_up(web: Web, url: str) -> None:
    client = Client("tests", Policy(), web.resolve, web.connect, clock=web.clock)
    found = client.get(url)
    assert (found.failure, found.status, found.request) == ("address_refused", None, b"")
    assert (web.resolved, web.connections) == ([], [])


@pytest.mark.parametrize("address", INWARD)
def test_a_name_is_refused_if_one_of_its_addresses_leads_inward(web: Web, address: str) -> None:
    client = Client("tests", Policy(), web.resolve, web.connect, clock=web.clock)
    for found in ([address], ["93.184.215.14", address], [address, "2606:4700:4700::1111"]):
        web.names["a.news.example"] = found
        assert client.get("https://a.news.example/").failure == "address_refused"
    literal = f"[{address}]" if ":" in address else address
    assert client.get(f"http://{literal}/").failure == "address_refused"
    assert (web.resolved, web.connections) == (["a.news.example"] * 3, [])


def test_the_address_that_was_looked_at_is_the_one_that_is_connected_to(web: Web) -> None:
    """The second answer of the name server leads inward: it is not asked for."""
    answers = [[HERE], ["10.0.0.1"]]
    web.pages["a.news.example", "/"] = answer("words")
    client = Client("tests", OnlyHere(), lambda *_: answers.pop(0), web.connect, clock=web.clock)
    assert client.get("http://a.news.example/").body == b"words"
    assert (web.connections, answers) == ([(HERE, 80)], [["10.0.0.1"]])
    assert client.get("http://a.news.example/").failure == "address_refused"
    assert web.connections == [(HERE, 80)]


@pytest.mark.parametrize(
    "to",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:127.0.0.2]/",
        "http://0x7f000002/",
        "http://100.64.0.1/",
        "file:///etc/hosts",
        "http://inward.news.example/",
        "https://nat64.news.example/",
        "//127.0.0.2/",
        "http://a.news.example:8080/",
    ],
)
def test_a_redirect_that_leads_inward_is_not_followed(web: Web, clock: Clock, to: str) -> None:
    web.names |= {"inward.news.example": ["10.0.0.1"], "nat64.news.example": ["64:ff9b::7f00:1"]}
    web.pages["a.news.example", "/page"] = moved(to)
    walk = Walker(web.client(), Turns(clock, clock.sleep), lambda _: None, clock.time).walk(
        "https://a.news.example/page"
    )
    assert (walk.last.failure, walk.last.body) == ("address_refused", b"")
    assert {*web.connections} == {(HERE, 443)}


def test_names_and_paths_are_spelt_in_one_way() -> None:
    assert target("HTTPS://Bücher.Example.:443/a b/%7e?q=é&r=%20#x") == WebTarget(
        "https", "xn--bcher-kva.example", "/a%20b/%7e?q=%C3%A9&r=%20"
    )
    assert target("http://[2606:4700::1111]?a").url == "http://[2606:4700::1111]/?a"
    assert target(" http://93.184.215.14/ ").host == "93.184.215.14"
    with pytest.raises(Failed, match="not on the public web"):
        target("http://10.1/")


def test_the_system_is_asked_for_addresses() -> None:
    assert addresses(HERE, 80) == [HERE]

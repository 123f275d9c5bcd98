"""What a browser says of itself, in the words its owner has for it."""

BROWSERS = {
    "MicroMessenger": "微信 WeChat",
    "QQBrowser": "QQ",
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "HarmonyOS": "HarmonyOS",
    "OpenHarmony": "HarmonyOS",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}
"""By a word of theirs; those that also use the words of others come first."""


def device_of(user_agent: str) -> str:
    """The browser and the system, and nothing that tells one person's from another's; empty if neither is known."""
    known = (next((name for word, name in names.items() if word in user_agent), "") for names in (BROWSERS, SYSTEMS))
    return " · ".join(filter(None, known))

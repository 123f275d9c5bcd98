"""What a person may do with the records of a kind."""

from django.http import HttpRequest

from projects.imports.kinds import Kind


def may(request: HttpRequest, kind: Kind, *actions: str) -> bool:
    name = kind.model._meta.model_name
    return all(request.user.has_perm(f"projects.{action}_{name}") for action in actions)


def may_publish(request: HttpRequest) -> bool:
    return request.user.has_perm("projects.publish_record")

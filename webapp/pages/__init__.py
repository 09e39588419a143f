"""The pages that are read, and the two that a balancer asks."""

from webapp.pages import health, views

blueprints = (views.blueprint, health.blueprint)

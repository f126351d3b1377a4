"""multipole: from reports on world politics to answers whose every number opens its sentence."""

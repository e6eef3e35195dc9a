"""Pure rules of messages: typed templates, their texts, how long to wait after a refusal."""

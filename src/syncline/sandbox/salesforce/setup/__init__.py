"""What an admin does in Salesforce Setup: fields, record types, picklists, rules, automation, roles and sharing."""

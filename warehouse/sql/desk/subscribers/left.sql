select at from leaver where reader = :reader and audience = :audience

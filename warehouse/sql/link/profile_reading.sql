select reading from core.profile_reading

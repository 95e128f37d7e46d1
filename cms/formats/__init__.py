"""How dates and times look in the admin where Django's own way is not the British one."""

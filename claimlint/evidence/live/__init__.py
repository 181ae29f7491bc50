"""The registry beside the world: what services say today of the works that it holds. Needs the extra `live`."""

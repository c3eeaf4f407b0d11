"""Where projects come from: folders, git repositories, zip files."""

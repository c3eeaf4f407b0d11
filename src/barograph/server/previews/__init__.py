"""Parts of tables in artifacts, read with bounded memory and time however large or hostile the file is."""

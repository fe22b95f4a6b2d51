# Turns daemon/store/schema/NNN-name.sql into one C file: the numbered
# migrations as byte arrays (a string literal may not be that long in C11).
# Usage: cmake -DOUT=file.c -DFILES="a.sql;b.sql" -P schema.cmake
set(arrays "")
set(rows "")
foreach(file ${FILES})
	get_filename_component(name ${file} NAME_WE)
	string(REGEX MATCH "^[0-9]+" number ${name})
	math(EXPR version "0 + ${number}")
	file(READ ${file} hex HEX)
	string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
	string(APPEND arrays
		"static const char text_${version}[] = {${bytes}0};\n")
	string(APPEND rows "\t{${version}, \"${name}\", text_${version}},\n")
endforeach()
file(WRITE ${OUT}.new "#include \"schema.h\"\n\n${arrays}
static const struct schema_step steps[] = {
${rows}};

const struct schema_step *
schema_steps(size_t *count)
{
	*count = sizeof(steps) / sizeof(steps[0]);
	return steps;
}
")
file(COPY_FILE ${OUT}.new ${OUT} ONLY_IF_DIFFERENT)

-- strip_accents() decomposes and drops every combining mark: accents, tashkeel, hamza on its seat.
CREATE MACRO norm_text(s) AS
translate(
    lower(strip_accents(s)),
    'ٱىیېےکڪةہەۀھ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹ـ' || chr(8204) || chr(8205) || chr(8206) || chr(8207) || chr(173),
    'ايييييككههههه01234567890123456789'
);

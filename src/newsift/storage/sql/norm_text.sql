-- strip_accents() decomposes and drops every combining mark: accents, tashkeel, hamza on its seat.
-- translate() drops what has no counterpart: tatweel, joiners, direction marks, soft hyphen.
CREATE MACRO norm_text(s) AS
translate(
    lower(strip_accents(s)),
    'ٱ' || 'ىیېے' || 'کڪ' || 'ةہەۀھ' || '٠١٢٣٤٥٦٧٨٩' || '۰۱۲۳۴۵۶۷۸۹'
        || 'ـ' || chr(8203) || chr(8204) || chr(8205) || chr(8206) || chr(8207) || chr(173) || chr(65279),
    'ا' || 'يييي' || 'كك' || 'ههههه' || '0123456789' || '0123456789'
);

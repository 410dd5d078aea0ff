"""The names under which records of news hold what newsift asks for: the defaults of `[inputs.fields]`.

They are those of schema.org, WordPress, feeds, news-please, newspaper3k, trafilatura, data sets and dumps of
Arabic outlets. Names are compared without case and without all but letters and digits: `article_body`,
`articleBody` and `article-body` are one name. The first that holds something wins, so the surest come first.
`within` names objects whose own fields count as the record's; they are compared without case only.
"""

from __future__ import annotations


def _names(words: str) -> tuple[str, ...]:
    return tuple(words.split())


RECORD_FIELDS: dict[str, tuple[str, ...]] = {
    "id": _names("id article_id news_id doc_id uuid guid identifier"),
    "url": _names(
        "url link canonical_url article_url news_url web_url page_url original_url final_url requested_url "
        "share_url permalink href uri guid main_entity_of_page source الرابط رابط رابط_الخبر"
    ),
    "title": _names(
        "title headline article_title news_title post_title web_title page_title title_rendered heading "
        "og_title العنوان عنوان عنوان_الخبر عنوان_المقال titre título titulo titolo titel başlık заголовок"
    ),
    "text": _names(
        "text body content article_body main_text full_text plain_text article_text body_text content_text "
        "text_content news_text story_text post_content article_content news_content full_content "
        "content_rendered content_encoded news_body story_body clean_text cleaned_text raw_text article "
        "story news document paragraphs النص نص نص_الخبر نص_المقال المحتوى محتوى محتوى_الخبر المتن متن "
        "متن_الخبر الخبر المقال texte contenu texto conteúdo contenido cuerpo testo inhalt metin içerik "
        "haber текст html content_html body_html article_html page_html html_content html_body raw_html"
    ),
    "published": _names(
        "published published_at date_published published_date published_time publish_date publish_time "
        "date_publish time_publish published_on publication_date web_publication_date pub_date pub_time "
        "date_gmt post_date_gmt post_date article_date news_date issued release_date date datetime date_time "
        "first_published created_at date_created created timestamp time التاريخ تاريخ تاريخ_النشر "
        "تاريخ_الخبر fecha data datum tarih дата"
    ),
    "updated": _names(
        "updated updated_at date_updated updated_date updated_time date_modified date_modify modified_gmt "
        "post_modified_gmt modified modified_at modified_time modified_date last_modified last_updated "
        "lastmod تاريخ_التحديث آخر_تحديث"
    ),
    "source": _names(
        "source source_name publisher publisher_name news_source site_name site newspaper outlet provider "
        "publication media_name agency_name source_hostname source_domain hostname domain المصدر مصدر "
        "اسم_المصدر الصحيفة الموقع اسم_الموقع"
    ),
    "authors": _names(
        "author authors byline writer writers author_name author_names creator dc_creator journalist "
        "reporter الكاتب كاتب الكاتبة الكتاب المؤلف المحرر بقلم auteur autor autore yazar автор"
    ),
    "language": _names("language lang in_language language_code lang_code locale اللغة لغة"),
    "section": _names(
        "section article_section section_name category categories category_name news_category rubric القسم "
        "قسم التصنيف تصنيف الفئة rubrique sección kategori рубрика"
    ),
    "keywords": _names(
        "keywords tags news_keywords meta_keywords tag topics hashtags كلمات_مفتاحية الكلمات_المفتاحية "
        "الكلمات_الدالة كلمات_دالة الوسوم وسوم"
    ),
    "within": _names(
        "_source fields data article item record document doc post entry news attributes metadata meta info "
        "thread"
    ),
}

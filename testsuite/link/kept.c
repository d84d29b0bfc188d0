/* What a function of another file keeps of what it is handed.  */
//// every file
struct item { int *p; struct item *next; };
void keep (int *p);
void keep_second (int unused, int *p);
void keep_inside (const struct item *i);
void keep_by_value (struct item i);
void keep_item (struct item *i);
void keep_deep (int *p);
void keep_if (int flag, int *p);
void look (const int *p);
void look_inside (const struct item *i);
void copy_number (const int *p);
//// keeper
static int *kept;
static struct item *kept_item;
static int kept_number;
void keep (int *p) { kept = p; }
void keep_second (int unused, int *p) { (void) unused; kept = p; }
void keep_inside (const struct item *i) { kept = i->p; }
void keep_by_value (struct item i) { kept = i.p; }
void keep_item (struct item *i) { kept_item = i; }
static void inner (int *p) { kept = p; }
static void middle (int *p) { inner (p); }
void keep_deep (int *p) { middle (p); }
void keep_if (int flag, int *p) { if (flag) kept = p; }
void look (const int *p) { kept_number += *p; }
void look_inside (const struct item *i) { kept_number += *i->p; }
void copy_number (const int *p) { kept_number = *p; }
int *reader (void) { return kept ? kept : kept_item->p; }
//// user
void warn_keep (void) { int x = 0; keep (&x); }
void nowarn_look (void) { int x = 0; look (&x); }
void warn_keep_second (void) { int x = 0; keep_second (1, &x); }
void nowarn_copy_number (void) { int x = 0; copy_number (&x); }
void warn_keep_inside (void) { int x = 0; struct item i = { &x, 0 }; keep_inside (&i); }
void nowarn_look_inside (void) { int x = 0; struct item i = { &x, 0 }; look_inside (&i); }
void warn_keep_by_value (void) { int x = 0; struct item i = { &x, 0 }; keep_by_value (i); }
void nowarn_keep_static (void) { static int x; struct item i = { &x, 0 }; keep_by_value (i); }
void warn_keep_item (void) { struct item i = { 0, 0 }; keep_item (&i); }
void nowarn_keep_what_it_holds (int *p) { struct item i = { p, 0 }; keep_inside (&i); }
void warn_keep_deep (void) { int x = 0; keep_deep (&x); }
void nowarn_keep_null (void) { int x = 0; look (&x); keep_deep (0); }
void warn_keep_if (void) { int x = 0; keep_if (1, &x); }
void nowarn_keep_if (void) { int x = 0; keep_if (0, &x); }

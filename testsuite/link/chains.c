/* Through several files, and back through the first one.  */
//// every file
void first (int *p, int depth);
void second (int *p, int depth);
void third (int *p, int depth);
int *hop (int *p);
int *hop_again (int *p);
void fill (int **slot, int *p);
void fill_by (int **slot, int *p);
extern int *last;
extern int *const *table;
void count_down (int *p, int n);
void count_up (int *p, int n);
void harmless_down (int *p, int n);
void harmless_up (int *p, int n);
//// one
void first (int *p, int depth) { second (p, depth + 1); }
int *hop (int *p) { return hop_again (p); }
void fill (int **slot, int *p) { fill_by (slot, p); }
void count_down (int *p, int n) { if (n > 0) count_up (p, n - 1); }
void harmless_down (int *p, int n) { if (n > 0) harmless_up (p, n - 1); }
//// two
void second (int *p, int depth) { third (p, depth + 1); }
int *hop_again (int *p) { return p + 1; }
void fill_by (int **slot, int *p) { *slot = p; }
void count_up (int *p, int n) { last = p; if (n > 0) count_down (p, n - 1); }
void harmless_up (int *p, int n) { *p += n; if (n > 0) harmless_down (p, n - 1); }
//// three
int *last;
void third (int *p, int depth) { if (depth > 1) last = p; else *p = 0; }
int read_last (void) { return *last; }
//// user
void warn_first (void) { int x = 0; first (&x, 0); }
void nowarn_third (void) { int x = 0; third (&x, 1); }
int *warn_hop (void) { int x[4] = { 0 }; return hop (x); }
int nowarn_hop (void) { int x[4] = { 0 }; return *hop (x); }
void warn_fill (void) { int x = 0; fill (&last, &x); }
void nowarn_fill (void) { int x = 0, *slot; fill (&slot, &x); *slot = 1; }
void warn_count (void) { int x = 0; count_down (&x, 1); }
void nowarn_count (void) { int x = 0; harmless_down (&x, 1); }

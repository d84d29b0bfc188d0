/* What a function of another file hands back.  */
//// every file
struct pair { int *first, *second; };
int *same (int *p);
char *skip_blanks (char *s);
int *pick (int which, int *a, int *b);
struct pair make_pair (int *a, int *b);
int *twice_same (int *p);
int number (const int *p);
int *another (int *p);
//// helper
static int other_place;
int *same (int *p) { return p; }
char *skip_blanks (char *s) { while (*s == ' ') s++; return s; }
int *pick (int which, int *a, int *b) { return which ? a : b; }
struct pair make_pair (int *a, int *b) { struct pair p = { a, b }; return p; }
int *twice_same (int *p) { return same (same (p)); }
int number (const int *p) { return *p; }
int *another (int *p) { other_place = *p; return &other_place; }
//// user
int *warn_same (void) { int x = 1; return same (&x); }
int nowarn_number (void) { int x = 1; return number (&x); }
char *warn_skip_blanks (void) { char buf[8] = " ab"; return skip_blanks (buf); }
char nowarn_skip_blanks (void) { char buf[8] = " ab"; return *skip_blanks (buf); }
int *warn_pick (int *p) { int x = 1; return pick (1, &x, p); }
int *nowarn_pick (int *p) { int x = 1; return pick (0, &x, p); }
struct pair warn_make_pair (int *p) { int x = 1; return make_pair (p, &x); }
struct pair nowarn_make_pair (int *p) { int x = *p; struct pair q = make_pair (p, &x); q.second = p; return q; }
int *warn_twice (void) { int x = 1; return twice_same (&x); }
int *nowarn_another (void) { int x = 1; return another (&x); }

alter type mood add value 'happy';
alter type mood add value if not exists 'happy';
alter type mood add value 'calm' before 'ok';
alter type mood add value 'fine' after 'ok';
alter type mood rename value 'sad' to 'blue';
alter type mood rename to feeling;
create type unused as enum ();
drop type unused;

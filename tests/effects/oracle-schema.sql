create table p (id number(10) constraint p_pk primary key, name varchar2(50));
create table t (
    id number(10) constraint t_pk primary key,
    p_id number(10) constraint t_p references p (id),
    a number(10),
    v varchar2(10),
    n varchar2(20) not null,
    d date default sysdate,
    constraint t_off check (id > 0) disable
);
create index t_a on t (a);
create table w (id number(10), doc clob);

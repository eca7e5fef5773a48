create table p (id int not null constraint p_pk primary key, name nvarchar(50) null);
create table t (
    id int not null constraint t_pk primary key clustered,
    p_id int null constraint t_p references p (id),
    a int null,
    v varchar(10) null,
    n nvarchar(20) not null,
    m nvarchar(max) null,
    d datetime2 null constraint t_d default getdate()
);
create index t_a on t (a);
create table s (id int not null, a int null);
create table o (id int not null, c int not null, doc ntext null);
create clustered index o_c on o (c);
create index o_id on o (id);
create table h (
    id int not null primary key,
    n varchar(20) null,
    since datetime2 generated always as row start not null,
    until datetime2 generated always as row end not null,
    period for system_time (since, until)
) with (system_versioning = on (history_table = dbo.h_past));

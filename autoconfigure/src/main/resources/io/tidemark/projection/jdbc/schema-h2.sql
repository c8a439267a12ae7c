create table if not exists tidemark_event (
    stream_id varchar(255) not null,
    version bigint not null,
    id uuid not null,
    type varchar(255) not null,
    payload varbinary(1000000000) not null,
    recorded_at timestamp(6) with time zone default current_timestamp not null,
    primary key (stream_id, version)
);

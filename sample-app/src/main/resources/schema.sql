create table if not exists airport (
    iata varchar(4) primary key,
    name varchar(100) not null,
    city varchar(100),
    state varchar(2),
    country varchar(100) not null,
    latitude double precision not null,
    longitude double precision not null
);
create index if not exists airport_by_state on airport (state);

create table if not exists airport (
    iata varchar(4) primary key,
    name varchar(100) not null
);

CREATE TABLE weather (
    id uuid PRIMARY KEY,
    version bigint NOT NULL,
    changed_xid bigint NOT NULL,
    words text NOT NULL
);
CREATE TABLE weather_readers (weather uuid NOT NULL, person bigint NOT NULL);

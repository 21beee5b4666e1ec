namespace XHand.Storage;

/// <summary>Why the database cannot be used.</summary>
public enum StorageFault
{
    /// <summary>PostgreSQL's programs are not installed.</summary>
    ProgramsMissing,

    /// <summary>Started by root, and no unprivileged user is there to run PostgreSQL.</summary>
    ServiceUserMissing,

    /// <summary>The data directory cannot be written or is damaged.</summary>
    DirectoryUnusable,

    /// <summary>No space left.</summary>
    DiskFull,

    /// <summary>The cluster was made by a PostgreSQL of another major version.</summary>
    OtherMajorVersion,

    /// <summary>Another process of ours uses the data directory.</summary>
    InUse,

    /// <summary>PostgreSQL did not start.</summary>
    StartFailed,

    /// <summary>The server does not answer now; it may later.</summary>
    ConnectionFailed,

    /// <summary>The server answers and refuses us: password, role, database or rights.</summary>
    AccessRefused,

    /// <summary>A migration that was applied has another text now.</summary>
    MigrationEdited,

    /// <summary>A migration's file is missing, or its number is taken twice or skipped.</summary>
    MigrationMissing,

    /// <summary>The database was migrated by a newer version than this one.</summary>
    DatabaseNewer,

    /// <summary>A migration failed; it was rolled back.</summary>
    MigrationFailed,

    /// <summary>The backup before a migration failed; nothing was changed.</summary>
    BackupFailed,

    /// <summary>A backup could not be read into the database.</summary>
    RestoreFailed,

    /// <summary>Another process has registered as this node since.</summary>
    NodeFenced,

    /// <summary>Secrets in the database were encrypted with another key than ours.</summary>
    SecretsKeyWrong,

    /// <summary>A record of that name is there already.</summary>
    Conflict,

    /// <summary>No record of that name.</summary>
    NotFound,
}

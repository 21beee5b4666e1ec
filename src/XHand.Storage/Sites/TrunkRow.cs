using XHand.Site;

namespace XHand.Storage.Sites;

/// <summary>A row of the table trunk.</summary>
internal sealed class TrunkRow
{
    // Of all companies: the snapshot holds every company's site.
    public const string All = """
        select id as Id, company as Company, name as Name, enabled as Enabled, host as Host, port as Port, transport as Transport,
               register as Register, register_seconds as RegisterSeconds, login as Login, password as Password,
               from_domain as FromDomain, identify_by as IdentifyBy, addresses as Addresses, max_calls as MaxCalls,
               caller_id as CallerId, nat as Nat, codecs as Codecs, timeout_seconds as TimeoutSeconds, check_seconds as CheckSeconds
        from trunk
        """;

    public const string Delete = "delete from trunk where company = $1 and name = $2";

    public const string Upsert = """
        insert into trunk (id, company, name, enabled, host, port, transport, register, register_seconds, login, password, from_domain,
                           identify_by, addresses, max_calls, caller_id, nat, codecs, timeout_seconds, check_seconds)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
        on conflict (id) do update set
            enabled = excluded.enabled, host = excluded.host, port = excluded.port, transport = excluded.transport,
            register = excluded.register, register_seconds = excluded.register_seconds, login = excluded.login,
            password = excluded.password, from_domain = excluded.from_domain, identify_by = excluded.identify_by,
            addresses = excluded.addresses, max_calls = excluded.max_calls, caller_id = excluded.caller_id, nat = excluded.nat,
            codecs = excluded.codecs, timeout_seconds = excluded.timeout_seconds, check_seconds = excluded.check_seconds
        """;

    public Guid Id { get; init; }
    public Guid Company { get; init; }
    public string Name { get; init; } = "";
    public bool Enabled { get; init; }
    public string Host { get; init; } = "";
    public int Port { get; init; }
    public string Transport { get; init; } = "";
    public bool Register { get; init; }
    public int RegisterSeconds { get; init; }
    public string Login { get; init; } = "";
    public string? Password { get; init; }
    public string FromDomain { get; init; } = "";
    public string IdentifyBy { get; init; } = "";
    public string[] Addresses { get; init; } = [];
    public int MaxCalls { get; init; }
    public string CallerId { get; init; } = "";
    public bool Nat { get; init; }
    public string[] Codecs { get; init; } = [];
    public short TimeoutSeconds { get; init; }
    public short CheckSeconds { get; init; }

    /// <summary>What the stored password is bound to.</summary>
    public static string Context(Guid trunk) => $"trunk/password/{trunk}";

    /// <summary>The values of <see cref="Upsert"/>; the password is encrypted already.</summary>
    public static object?[] Values(Guid company, Trunk t, string? password) =>
    [
        t.Id, company, t.Name, t.Enabled, t.Host, t.Port, t.Transport, t.Register, t.RegisterSeconds, t.Login, password, t.FromDomain,
        t.IdentifyBy.Name(), t.Addresses.ToArray(), t.MaxCalls, t.CallerId, t.Nat, t.Codecs.ToArray(), (short)t.TimeoutSeconds,
        (short)t.CheckSeconds,
    ];

    /// <summary>The trunk, with its password decrypted.</summary>
    public Trunk ToTrunk(string? password) => new()
    {
        Id = Id,
        Name = Name,
        Enabled = Enabled,
        Host = Host,
        Port = Port,
        Transport = Transport,
        Register = Register,
        RegisterSeconds = RegisterSeconds,
        Login = Login,
        Password = password,
        FromDomain = FromDomain,
        IdentifyBy = TrunkNames.Identity(IdentifyBy),
        Addresses = Addresses,
        MaxCalls = MaxCalls,
        CallerId = CallerId,
        Nat = Nat,
        Codecs = Codecs,
        TimeoutSeconds = TimeoutSeconds,
        CheckSeconds = CheckSeconds,
    };
}

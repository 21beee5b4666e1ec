using XHand.Site;

namespace XHand.Storage.Sites;

/// <summary>A row of the table route.</summary>
internal sealed class RouteRow
{
    // Of all companies: the snapshot holds every company's site.
    public const string All = """
        select id as Id, company as Company, name as Name, active as Active, direction as Direction, pattern as Pattern,
               "order" as Order, check_class as CheckClass, class as Class, record as Record, trunks as Trunks, strip as Strip,
               prefix as Prefix, suffix as Suffix, false_ringback as FalseRingback
        from route
        """;

    public const string Delete = "delete from route where company = $1 and name = $2";

    public const string Upsert = """
        insert into route (id, company, name, active, direction, pattern, "order", check_class, class, record, trunks, strip, prefix,
                           suffix, false_ringback)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        on conflict (id) do update set
            active = excluded.active, direction = excluded.direction, pattern = excluded.pattern, "order" = excluded."order",
            check_class = excluded.check_class, class = excluded.class, record = excluded.record, trunks = excluded.trunks,
            strip = excluded.strip, prefix = excluded.prefix, suffix = excluded.suffix, false_ringback = excluded.false_ringback
        """;

    public Guid Id { get; init; }
    public Guid Company { get; init; }
    public string Name { get; init; } = "";
    public bool Active { get; init; }
    public string Direction { get; init; } = "";
    public string Pattern { get; init; } = "";
    public short Order { get; init; }
    public bool CheckClass { get; init; }
    public string? Class { get; init; }
    public bool Record { get; init; }
    public string[] Trunks { get; init; } = [];
    public short Strip { get; init; }
    public string Prefix { get; init; } = "";
    public string Suffix { get; init; } = "";
    public bool FalseRingback { get; init; }

    /// <summary>The values of <see cref="Upsert"/>.</summary>
    public static object?[] Values(Guid company, Route r) =>
    [
        r.Id, company, r.Name, r.Active, r.Direction.Name(), r.Pattern, (short)r.Order, r.CheckClass, r.Class?.Name(), r.Record,
        r.Trunks.ToArray(), (short)r.Strip, r.Prefix, r.Suffix, r.FalseRingback,
    ];

    /// <summary>The route.</summary>
    public Route ToRoute() => new()
    {
        Id = Id,
        Name = Name,
        Active = Active,
        Direction = TrunkNames.Direction(Direction),
        Pattern = Pattern,
        Order = Order,
        CheckClass = CheckClass,
        Class = Class is null ? null : CallClassNames.Parse(Class),
        Record = Record,
        Trunks = Trunks,
        Strip = Strip,
        Prefix = Prefix,
        Suffix = Suffix,
        FalseRingback = FalseRingback,
    };
}

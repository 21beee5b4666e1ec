using XHand.Site;

namespace XHand.Storage.Sites;

/// <summary>A row of the table redirect.</summary>
internal sealed record RedirectRow(Guid Id, Guid Company, string Did, string Name, string Tag, string DestinationKind, string Destination)
{
    // Of all companies: the snapshot holds every company's site.
    public const string All = """
        select id as Id, company as Company, did as Did, name as Name, tag as Tag, destination_kind as DestinationKind,
               destination as Destination
        from redirect
        """;

    public const string Delete = "delete from redirect where company = $1 and did = $2";

    public const string Upsert = """
        insert into redirect (id, company, did, name, tag, destination_kind, destination) values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (id) do update set
            name = excluded.name, tag = excluded.tag, destination_kind = excluded.destination_kind, destination = excluded.destination
        """;

    /// <summary>The values of <see cref="Upsert"/>.</summary>
    public static object?[] Values(Guid company, Redirect r) =>
        [r.Id, company, r.Did, r.Name, r.Tag, r.Destination.Kind.Name(), r.Destination.Target];

    /// <summary>The redirect; a destination of a later version, met after going back to this one, ends the call.</summary>
    public Redirect ToRedirect() => new()
    {
        Id = Id,
        Did = Did,
        Name = Name,
        Tag = Tag,
        Destination = DestinationNames.Parse(DestinationKind) is { } kind ? new(kind, Destination) : new(Site.DestinationKind.HangUp, ""),
    };
}

using System.Collections.Frozen;

namespace XHand.Site;

/// <summary>Gathers companies and their records, in any order, and makes the snapshot.</summary>
public sealed class SiteSnapshotBuilder
{
    /// <summary>The name of the company that the system's own addresses mean.</summary>
    public const string DefaultCompany = "default";

    private readonly Dictionary<Guid, Company> _companies = [];
    private readonly Dictionary<Guid, Dictionary<string, Extension>> _extensions = [];
    private readonly Dictionary<Guid, Dictionary<string, Announcement>> _announcements = [];
    private readonly Dictionary<Guid, Dictionary<string, Trunk>> _trunks = [];
    private readonly Dictionary<Guid, Dictionary<string, Route>> _routes = [];
    private readonly Dictionary<Guid, Dictionary<string, Redirect>> _redirects = [];

    /// <summary>Adds a company; throws when its id is already there.</summary>
    public SiteSnapshotBuilder Add(Company company)
    {
        _companies.Add(company.Id, company);
        return this;
    }

    /// <summary>Adds an extension of a company; throws when its number is already there.</summary>
    public SiteSnapshotBuilder Add(Guid company, Extension extension)
    {
        Of(_extensions, company).Add(extension.Number, extension);
        return this;
    }

    /// <summary>Adds an announcement of a company; throws when its number is already there.</summary>
    public SiteSnapshotBuilder Add(Guid company, Announcement announcement)
    {
        Of(_announcements, company).Add(announcement.Number, announcement);
        return this;
    }

    /// <summary>Adds a trunk of a company; throws when its name is already there.</summary>
    public SiteSnapshotBuilder Add(Guid company, Trunk trunk)
    {
        Of(_trunks, company).Add(trunk.Name, trunk);
        return this;
    }

    /// <summary>Adds a route of a company; throws when its name is already there.</summary>
    public SiteSnapshotBuilder Add(Guid company, Route route)
    {
        Of(_routes, company).Add(route.Name, route);
        return this;
    }

    /// <summary>Adds a redirect of a company; throws when its DID is already there.</summary>
    public SiteSnapshotBuilder Add(Guid company, Redirect redirect)
    {
        Of(_redirects, company).Add(redirect.Did, redirect);
        return this;
    }

    /// <summary>Adds all of a company's site.</summary>
    public SiteSnapshotBuilder Add(CompanySite site)
    {
        Add(site.Company);
        Guid company = site.Company.Id;
        AddAll(site.Extensions, extension => Add(company, extension));
        AddAll(site.Announcements, announcement => Add(company, announcement));
        AddAll(site.Trunks, trunk => Add(company, trunk));
        AddAll(site.Routes, route => Add(company, route));
        AddAll(site.Redirects, redirect => Add(company, redirect));
        return this;
    }

    /// <summary>
    /// The snapshot; <see cref="InvalidOperationException"/> when there is no company named "default", two share a domain, a
    /// record's company is missing or a number is an extension's and an announcement's.
    /// </summary>
    public SiteSnapshot Build(long version)
    {
        Dictionary<Guid, CompanySite> sites = [];
        foreach (Company company in _companies.Values)
        {
            sites.Add(company.Id, Site(company));
        }

        IEnumerable<Guid> owners = [.. _extensions.Keys, .. _announcements.Keys, .. _trunks.Keys, .. _routes.Keys, .. _redirects.Keys];
        if (owners.FirstOrDefault(id => !sites.ContainsKey(id)) is var orphan && orphan != Guid.Empty)
        {
            throw new InvalidOperationException($"There are records of company {orphan}, which does not exist.");
        }

        if (sites.Values.GroupBy(s => s.Company.Domain, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new InvalidOperationException($"Two companies have the domain {twice.Key}.");
        }

        CompanySite first = sites.Values.FirstOrDefault(s => s.Company.Name == DefaultCompany)
            ?? throw new InvalidOperationException($"There is no company named \"{DefaultCompany}\".");
        return new(
            version,
            sites.ToFrozenDictionary(),
            sites.Values.ToFrozenDictionary(s => s.Company.Domain, StringComparer.OrdinalIgnoreCase),
            first);
    }

    private CompanySite Site(Company company)
    {
        Dictionary<string, Extension> extensions = Of(_extensions, company.Id);
        Dictionary<string, Announcement> announcements = Of(_announcements, company.Id);
        return extensions.Keys.FirstOrDefault(announcements.ContainsKey) is { } number
            ? throw new InvalidOperationException($"{number} is an extension and an announcement of company \"{company.Name}\".")
            : new(company, extensions.ToFrozenDictionary(StringComparer.Ordinal), announcements.ToFrozenDictionary(StringComparer.Ordinal))
            {
                Trunks = Of(_trunks, company.Id).ToFrozenDictionary(StringComparer.Ordinal),
                Routes = Of(_routes, company.Id).ToFrozenDictionary(StringComparer.Ordinal),
                Redirects = Of(_redirects, company.Id).ToFrozenDictionary(StringComparer.Ordinal),
            };
    }

    private static void AddAll<T>(FrozenDictionary<string, T> records, Action<T> add)
    {
        foreach (T record in records.Values)
        {
            add(record);
        }
    }

    private static Dictionary<string, T> Of<T>(Dictionary<Guid, Dictionary<string, T>> all, Guid company)
    {
        if (!all.TryGetValue(company, out Dictionary<string, T>? own))
        {
            own = new(StringComparer.Ordinal);
            all.Add(company, own);
        }

        return own;
    }
}

namespace XHand.Site;

/// <summary>Checks a well-formed file against the site that it would be applied to. Pure.</summary>
public static class SiteValidator
{
    /// <summary>Most trunks of a company: each has its state, its checks and its metrics.</summary>
    public const int MaxTrunks = 500;

    /// <summary>Most routes of a company: each call out looks at them in turn.</summary>
    public const int MaxRoutes = 1000;

    /// <summary>Every reason why the file cannot be applied; empty when it can.</summary>
    /// <param name="site">The present site, all companies.</param>
    /// <param name="file">The file, already read.</param>
    /// <param name="fileName">For the problems.</param>
    /// <param name="prune">Records of named kinds that the file does not name go away.</param>
    /// <param name="promptExists">Whether sounds/ has a prompt (language, prompt); null leaves that unchecked.</param>
    public static IReadOnlyList<SiteProblem> Check(
        SiteSnapshot site, SiteFile file, string fileName, bool prune, Func<string, string, bool>? promptExists = null)
    {
        SiteProblemList problems = new(fileName);
        CompanySite? current = site.Companies.Values.FirstOrDefault(c => c.Company.Name == file.Company);
        CheckCompany(site, current, file, problems);
        CheckNumbers(current, file, prune, problems);
        CheckPrompts(file, promptExists, problems);
        CheckOutcome(current, file, prune, problems);
        return problems.Problems;
    }

    /// <summary>Why a record cannot be deleted, by whom it is used, or null when it can.</summary>
    public static SiteProblem? CheckDelete(CompanySite site, string kind, string key) => SiteReferences.UsersOf(site, kind, key) is { } why
        ? new("", kind, why)
        : null;

    // What the file refers to may be in it, or in the present site and not pruned: the outcome alone tells.
    private static void CheckOutcome(CompanySite? current, SiteFile file, bool prune, SiteProblemList problems)
    {
        if (file.Trunks?.Count > MaxTrunks || file.Routes?.Count > MaxRoutes)
        {
            // Neither merged nor sorted: a file may hold a million of them.
            CheckCount("trunks", file.Trunks?.Count ?? 0, MaxTrunks, problems);
            CheckCount("routes", file.Routes?.Count ?? 0, MaxRoutes, problems);
            return;
        }

        CompanySite after = SiteMerge.Apply(current ?? SiteMerge.NewCompany(file, "", "", Guid.Empty), file, prune, () => Guid.Empty);
        SiteReferences.Check(after, file, problems);
        CheckCount("trunks", after.Trunks.Count, MaxTrunks, problems);
        CheckCount("routes", after.Routes.Count, MaxRoutes, problems);
        for (int i = 0; i < file.Trunks?.Count; i++)
        {
            if (after.Trunks[file.Trunks[i].Name] is { IdentifyBy: TrunkIdentity.Credentials, Password: null })
            {
                problems.Add(new("trunks", i, "password"), SiteReasons.NeededBy.With("\"identifyBy\": \"credentials\""));
            }
        }
    }

    private static void CheckCount(string kind, int count, int most, SiteProblemList problems)
    {
        if (count > most)
        {
            problems.Add(new(kind), SiteReasons.TooMany.With(most, count));
        }
    }

    private static void CheckCompany(SiteSnapshot site, CompanySite? current, SiteFile file, SiteProblemList problems)
    {
        CompanyEntry? settings = file.CompanySettings;
        if (current is null && settings?.Domain is null)
        {
            problems.Add(
                new("company"),
                SiteReasons.CompanyUnknown.With(file.Company));
        }

        if (settings?.Domain is { } domain && site.ByDomain.TryGetValue(domain, out CompanySite? owner) && owner != current)
        {
            problems.Add(new("companySettings", Field: "domain"), SiteReasons.DomainTaken.With(domain, owner.Company.Name));
        }

        // Phones register at the domain, and every stored password hash holds the realm.
        bool settled = current is { Extensions.Count: > 0 };
        if (settled && settings?.Domain is { } asked && asked != current!.Company.Domain)
        {
            problems.Add(
                new("companySettings", Field: "domain"),
                SiteReasons.Settled.With(current.Company.Domain, asked));
        }

        if (settled && settings?.Realm is { } realm && realm != current!.Company.Realm)
        {
            problems.Add(
                new("companySettings", Field: "realm"),
                SiteReasons.Settled.With(current.Company.Realm, realm));
        }

        CheckHashes(settings?.Realm ?? current?.Company.Realm, file, problems);
    }

    private static void CheckHashes(string? realm, SiteFile file, SiteProblemList problems)
    {
        for (int i = 0; i < file.Extensions?.Count; i++)
        {
            if (file.Extensions[i].Hashes is { } hashes && hashes.Realm != realm)
            {
                problems.Add(
                    new("extensions", i, "password"),
                    SiteReasons.SecretOfOtherRealm.With(hashes.Realm));
                return;
            }
        }
    }

    private static void CheckNumbers(CompanySite? current, SiteFile file, bool prune, SiteProblemList problems)
    {
        if (current is null)
        {
            return;
        }

        // Within the file the reader has seen to it; what is left is a number that another kind keeps in the present site.
        bool announcementsStay = file.Announcements is null || !prune;
        for (int i = 0; announcementsStay && i < file.Extensions?.Count; i++)
        {
            string number = file.Extensions[i].Number;
            if (current.Announcements.ContainsKey(number))
            {
                problems.Add(new("extensions", i, "number"), SiteReasons.TakenByAnnouncement.With(number));
            }
        }

        bool extensionsStay = file.Extensions is null || !prune;
        for (int i = 0; extensionsStay && i < file.Announcements?.Count; i++)
        {
            string number = file.Announcements[i].Number;
            if (current.Extensions.ContainsKey(number))
            {
                problems.Add(new("announcements", i, "number"), SiteReasons.TakenByExtension.With(number));
            }
        }
    }

    private static void CheckPrompts(SiteFile file, Func<string, string, bool>? promptExists, SiteProblemList problems)
    {
        for (int i = 0; promptExists is not null && i < file.Announcements?.Count; i++)
        {
            AnnouncementEntry entry = file.Announcements[i];
            if (!promptExists(entry.Language, entry.Prompt))
            {
                problems.Add(new("announcements", i, "prompt"), SiteReasons.NoPrompt.With(entry.Prompt, entry.Language));
            }
        }
    }
}

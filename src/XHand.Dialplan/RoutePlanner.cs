using XHand.Site;

namespace XHand.Dialplan;

/// <summary>Decides where a call goes, from the snapshot alone. Pure.</summary>
public static class RoutePlanner
{
    /// <summary>The plan for one call; never fails: an unknown company or caller is a refusal with its reason.</summary>
    public static RoutePlan Plan(SiteSnapshot site, PlanRequest request)
    {
        DialledNumber dialled = DialledNumber.Of(request.Dialled);
        PlanTrail trail = new(dialled.Number, request.WithMisses);
        if (Unusable(trail, dialled, "nothing was dialled") is { } refusal)
        {
            return refusal;
        }

        if (!site.Companies.TryGetValue(request.Company, out CompanySite? company))
        {
            return trail.Refuse(CallClass.Internal, 403, Q850.Rejected, "company", "The caller's company does not exist");
        }

        string name = company.Company.Name;
        if (!company.Extensions.TryGetValue(request.From, out Extension? caller))
        {
            return trail.Refuse(
                CallClass.Internal, 403, Q850.Rejected, "caller", $"{PlanTrail.Short(request.From)} is no extension of company \"{name}\"");
        }

        trail.Note("caller", $"{Who(caller)} of company \"{name}\" calls");
        if (BrazilianNumbers.Domestic(dialled.Number, company.Company.AreaCode) is var domestic && domestic != dialled.Number)
        {
            trail.Note("number", $"{dialled.Number} is dialled {domestic} here");
            trail.Number = domestic;
        }

        return Emergency(trail, company, caller) ?? Inside(trail, company, caller) ?? Outside(trail, company, caller);
    }

    /// <summary>The plan for a call that came over a trunk; never fails, and never leads out again.</summary>
    public static RoutePlan PlanInbound(SiteSnapshot site, InboundRequest request)
    {
        DialledNumber called = DialledNumber.Of(request.Did);
        PlanTrail trail = new(called.Number, request.WithMisses);
        if (Unusable(trail, called, "no number was called") is { } refusal)
        {
            return refusal;
        }

        if (!site.Companies.TryGetValue(request.Company, out CompanySite? company))
        {
            return trail.Refuse(CallClass.Internal, 404, Q850.Unallocated, "company", "The trunk's company does not exist");
        }

        string shown = BrazilianNumbers.CallerShown(request.From, company.Company.AreaCode);
        string who = shown.Length == 0 ? "A caller who shows no number" : shown;
        trail.Note("caller", $"{who} calls over trunk {request.Trunk} of company \"{company.Company.Name}\"");
        return new InboundPlanner(trail, company, request.Trunk).Plan() with { CallerShown = shown };
    }

    internal static string Who(Extension extension) => extension.Name.Length == 0 ? extension.Number : $"{extension.Number} ({extension.Name})";

    internal static string Played(Announcement announcement) =>
        $"{announcement.Number} is announcement \"{announcement.Name}\": prompt \"{announcement.Prompt}\" in {announcement.Language}";

    private static RoutePlan? Unusable(PlanTrail trail, DialledNumber dialled, string nothing)
    {
        if (dialled.Defect is not { } defect)
        {
            trail.Note("number", dialled.Ended ? $"{dialled.Number} was dialled; the # ended it" : $"{dialled.Number} was dialled");
            return null;
        }

        return dialled.Number.Length == 0
            ? trail.Refuse(CallClass.Internal, 484, Q850.InvalidFormat, "number", $"The number is incomplete: {nothing}")
            : trail.Refuse(CallClass.Internal, 404, Q850.InvalidFormat, "number", $"{dialled.Number} {defect}");
    }

    // Before everything else: whatever is configured, these numbers mean what the law says.
    private static RoutePlan? Emergency(PlanTrail trail, CompanySite company, Extension caller) =>
        EmergencyNumbers.ServiceOf(trail.Number) is { } service
            ? new OutboundPlanner(
                trail.Note("emergency", $"{trail.Number} is an emergency number ({service}): no lock and no class of service applies"),
                company,
                caller).Emergency()
            : null;

    private static RoutePlan? Inside(PlanTrail trail, CompanySite company, Extension caller)
    {
        string number = trail.Number;
        if (company.Extensions.TryGetValue(number, out Extension? called))
        {
            return called.Number == caller.Number
                ? trail.Refuse(CallClass.Internal, 486, Q850.Busy, "extension", $"{number} calls itself, and so is busy")
                : trail.Go(CallClass.Internal, new ToExtension(called), "extension", $"{Who(called)} is an extension: its phones ring");
        }

        return company.Announcements.TryGetValue(number, out Announcement? announcement)
            ? trail.Go(CallClass.Internal, new ToAnnouncement(announcement), "announcement", Played(announcement))
            : null;
    }

    private static RoutePlan Outside(PlanTrail trail, CompanySite company, Extension caller)
    {
        string number = trail.Number;
        if (NumberRules.CodeOf(number) is { } does)
        {
            return trail.Refuse(CallClass.Internal, 404, Q850.Unallocated, "code", $"{number} is a code that {does}, which this version cannot do yet");
        }

        return number.StartsWith('*')
            ? trail.Refuse(CallClass.Internal, 404, Q850.Unallocated, "code", $"{number} is no code that this version knows")
            : new OutboundPlanner(trail, company, caller).Any();
    }
}

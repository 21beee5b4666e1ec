using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using XHand.Web.Access;
using XHand.Web.Api;
using XHand.Web.Health;
using XHand.Web.Live;
using XHand.Web.Metrics;
using XHand.Web.Pages;
using XHand.Web.Problems;

namespace XHand.Web.Server;

/// <summary>The HTTP side: API, health, metrics, OpenAPI, on the HTTP and HTTPS ports and on the Unix socket of the command line.</summary>
public static class WebServer
{
    /// <summary>Nesting that a body's JSON may have: deeper JSON is an attack.</summary>
    private const int MaxJsonDepth = 16;

    /// <summary>Builds it; the caller starts and stops it. Its API answers once <paramref name="gate"/> is open.</summary>
    public static WebApplication Build(
        WebOptions options, WebGate gate, ISystemStatus status, PrometheusExporter exporter, TimeProvider time, ILoggerProvider? logs)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "XHand.Web" });
        if (logs is not null)
        {
            builder.Logging.AddProvider(logs).AddFilter("Microsoft", LogLevel.Warning);
        }

        // A problem that our handler answers has been logged there, if it is ours at all.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware", LogLevel.None);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Listeners.Configure(kestrel, options));
        AddServices(builder.Services, options, gate, status, exporter, time);
        LiveEndpoint.AddServices(builder.Services, options.Live);
        WebApplication app = builder.Build();
        app.UseExceptionHandler();
        app.Use(SecurityHeaders.AddAsync);
        app.UseStatusCodePages();
        app.UseRouting();
        ClientPages pages = new(options.ClientFolder);
        app.Use((context, next) => Closed(gate, context)
            ? StartingAsync(context)
            : NoRouteAsync(context, pages) ?? LiveEndpoint.RefuseForeign(context) ?? ForgeryGuard.Refuse(context) ?? next(context));
        app.UseAuthentication();
        app.UseAuthorization();
        MapRoutes(app);
        return app;
    }

    private static void AddServices(
        IServiceCollection services, WebOptions options, WebGate gate, ISystemStatus status, PrometheusExporter exporter, TimeProvider time)
    {
        services.AddSingleton(gate).AddSingleton(status).AddSingleton(exporter).AddSingleton(time).AddSingleton(options);
        services.AddSingleton<ApiKeyCache>().AddSingleton<SessionCache>().AddSingleton<SignInGuard>().AddSingleton<PasswordWork>();
        services.AddTransient<SignInDesk>().AddTransient<CallAudit>();
        AddPart(services, gate, parts => parts.Site);
        AddPart(services, gate, parts => parts.Refresh);
        AddPart(services, gate, parts => parts.SiteStore);
        AddPart(services, gate, parts => parts.Records);
        AddPart(services, gate, parts => parts.Keys);
        AddPart(services, gate, parts => parts.Live);
        AddPart(services, gate, parts => parts.Control);
        AddPart(services, gate, parts => parts.Alarms);
        AddPart(services, gate, parts => parts.Access());
        AddPart(services, gate, parts => parts.Traces);
        AddPart(services, gate, parts => parts.House);
        AddPart(services, gate, parts => parts.Blocks);
        AddPart(services, gate, parts => parts.Log);
        services.AddTransient<SiteChanges>();
        services.AddRoutingCore();
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = Problem.Complete).AddExceptionHandler<ProblemResponses>();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.MaxDepth = MaxJsonDepth;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            json.SerializerOptions.RespectRequiredConstructorParameters = true;
            json.SerializerOptions.RespectNullableAnnotations = true;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        });

        // A body that does not bind reaches ProblemResponses instead of a bare 400.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);

        // The core alone: the full registration would make and store keys for cookies that there are none of.
        services.AddAuthenticationCore(authentication =>
        {
            authentication.DefaultScheme = CallerAuthentication.SchemeName;
            authentication.AddScheme<CallerAuthentication>(CallerAuthentication.SchemeName, null);
        });
        services.AddTransient<CallerAuthentication>().AddSingleton(UrlEncoder.Default);
        services.AddAuthorization(AddPolicies);
        services.AddOpenApi("v1", ApiDescription.Configure);
    }

    // The parts come after the server has begun to listen, so each is looked up when a request needs it.
    private static void AddPart<T>(IServiceCollection services, WebGate gate, Func<WebParts, T> part)
        where T : class =>
        services.AddTransient(_ => part(gate.Parts ?? throw new InvalidOperationException("The API was reached before it was opened.")));

    private static void AddPolicies(AuthorizationOptions authorization)
    {
        foreach (string permission in Permissions.All)
        {
            Add(permission, caller => caller.May(permission));
        }

        // A scope asked for as such needs all that it stands for.
        foreach (string scope in Scopes.OfKeys)
        {
            Add(scope, caller => Permissions.OfScopes([scope]).All(caller.May));
        }

        Add(Permissions.SignedIn, _ => true);
        Add(Permissions.Socket, caller => caller.IsLocal);
        authorization.AddPolicy(Permissions.Metrics, policy => policy.RequireAssertion(context =>
            Caller.Find(context.User)?.May(Permissions.SystemView) == true
            || (context.Resource is HttpContext http && MetricsEndpoint.IsFromHere(http))));

        void Add(string name, Func<Caller, bool> may) => authorization.AddPolicy(
            name, policy => policy.RequireAuthenticatedUser().RequireAssertion(context => Caller.Find(context.User) is { } caller && may(caller)));

        // An endpoint that says nothing about access is open to nobody.
        authorization.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireAssertion(_ => false).Build();
    }

    private static void MapRoutes(WebApplication app)
    {
        HealthEndpoints.Map(app);
        MetricsEndpoint.Map(app);
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        LiveEndpoint.Map(app);
        SipSocketEndpoint.Map(app);
        RouteGroupBuilder api = app.MapGroup("/api/v1");
        api.AddEndpointFilter(MayNameNewCompany.FilterAsync);
        SiteKindEndpoints.Map<ExtensionView, ExtensionBody>(api, SiteKinds.Extensions);
        SiteKindEndpoints.Map<AnnouncementView, AnnouncementBody>(api, SiteKinds.Announcements);
        SiteKindEndpoints.Map<TrunkView, TrunkBody>(api, SiteKinds.Trunks);
        SiteKindEndpoints.Map<RouteView, RouteBody>(api, SiteKinds.Routes);
        SiteKindEndpoints.Map<RedirectView, RedirectBody>(api, SiteKinds.Redirects);
        CompanySettingsEndpoints.Map(api);
        SiteEndpoints.Map(api);
        CallEndpoints.Map(api);
        TraceEndpoints.Map(api);
        RecordEndpoints.Map(api);
        ExplainEndpoints.Map(api);
        StatusEndpoints.Map(api);
        AlarmEndpoints.Map(api);
        BlockEndpoints.Map(api);
        TrunkStatusEndpoints.Map(api);
        JobEndpoints.Map(api);
        LogEndpoints.Map(api);
        ApiKeyEndpoints.Map(api);
        SessionEndpoints.Map(api);
        OwnSessionEndpoints.Map(api);
        UserEndpoints.Map(api);
        RoleEndpoints.Map(api);
        AuditEndpoints.Map(api);
    }

    private static bool Closed(WebGate gate, HttpContext context) =>
        gate.Parts is null
        && (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            || context.Request.Path.StartsWithSegments(LiveEndpoint.Path, StringComparison.OrdinalIgnoreCase));

    // Routing's own answers (405, 415) are endpoints without a route; access rules would turn them into a 401 that misleads.
    private static Task? NoRouteAsync(HttpContext context, ClientPages pages) => context.GetEndpoint() switch
    {
        null => pages.TryAnswer(context) ?? Problem.Of(StatusCodes.Status404NotFound, WebReasons.NothingHere.With(context.Request.Path.ToString())).ExecuteAsync(context),
        RouteEndpoint => null,
        { RequestDelegate: { } answer } => answer(context),
        _ => null,
    };

    private static Task StartingAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "1";
        return Problem.Of(StatusCodes.Status503ServiceUnavailable, WebReasons.Starting).ExecuteAsync(context);
    }
}

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Orleans.Dashboard;
using Orleans.Reco.Client;
using Orleans.Reco.Grains;
using Orleans.Reco.Web;

namespace Orleans.Reco.Host;

/// <summary>Puts the parts together: silo, storage, roles, web, telemetry.</summary>
internal static class RecoHostExtensions
{
    /// <summary>Adds everything that the configured roles ask for.</summary>
    public static RecoHostOptions AddRecoHost(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<RecoHostOptions>().BindConfiguration("Reco").ValidateDataAnnotations().ValidateOnStart();
        var options = builder.Configuration.GetSection("Reco").Get<RecoHostOptions>() ?? new();
        RecoHostOptionsRules.Check(options);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Drain.Notice + options.Drain.Timeout);
        builder.Services.AddSingleton(TimeProvider.System);

        builder.UseOrleans(silo =>
        {
            silo.UseCluster(options);
            silo.AddStorage(options);
            silo.AddReco(options.Roles);
            silo.AddTrainingRole(options.Roles);
            if (options.Tracing)
            {
                silo.AddActivityPropagation();
            }

            // Its counters are read by walks over all activations and all remembered places: 15 ms of a core with a hundred thousand users.
            silo.AddDashboard(dashboard => dashboard.CounterUpdateIntervalMs = 5_000);
        });

        // After the silo: who comes last is told first that the process stops, and nobody is to send more before users are handed over.
        builder.Services.AddSingleton<DrainNotice>();
        builder.Services.AddHostedService(services => services.GetRequiredService<DrainNotice>());
        builder.Services.PostConfigure<RefreshOptions>(refresh => refresh.Inbox ??= Path.Combine(Path.GetFullPath(options.DataPath), "inbox"));
        builder.Services.AddRecoWeb();
        builder.Services.AddOptions<RecoClientOptions>().BindConfiguration("Reco:Client");
        builder.Services.AddOptions<RecoWebOptions>().BindConfiguration("Reco:Web");
        builder.Services.AddOptions<AdmissionOptions>().BindConfiguration("Reco:Web:Admission");
        builder.AddTelemetry(options.Tracing);
        builder.Services.AddHealthChecks().AddCheck<ReadinessCheck>("ready");
        builder.Services.AddAuthentication(OperatorAuthenticationHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, OperatorAuthenticationHandler>(OperatorAuthenticationHandler.SchemeName, null);
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(OperatorAuthenticationHandler.Policy, policy => policy.RequireAuthenticatedUser());
        builder.Services.AddHostedService<Banner>();
        if (options.Demo.Enabled)
        {
            builder.Services.AddHostedService<DemoShop>();
        }

        return options;
    }

    /// <summary>Maps REST, pages, health, metrics and the dashboard.</summary>
    public static void MapRecoHost(this WebApplication app, RecoHostOptions options)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready");
        app.MapPrometheusScrapingEndpoint("/metrics");
        if (options.Roles.HasFlag(RecoRoles.Web))
        {
            app.MapRecoApi();
            app.MapRecoPages();
        }

        var dashboard = app.MapOrleansDashboard("/dashboard");
        if (!app.Environment.IsDevelopment() || options.Operator.Password is not null)
        {
            dashboard.RequireAuthorization(OperatorAuthenticationHandler.Policy);
        }
    }

    private static void AddTelemetry(this WebApplicationBuilder builder, bool tracing)
    {
        var telemetry = builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("Orleans.Reco.*", "Microsoft.Orleans")
            .AddAspNetCoreInstrumentation()
            .AddRuntimeInstrumentation()
            .AddPrometheusExporter());
        if (tracing)
        {
            telemetry.WithTracing(traces => traces
                .AddSource("Microsoft.Orleans.*", "Orleans.Reco.*")
                .AddAspNetCoreInstrumentation());
        }
    }
}

using Atmosphere.Grains.Ports;
using Atmosphere.Recognition.FaceApi;
using Atmosphere.Recognition.Hosting;
using Atmosphere.Recognition.Imaging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atmosphere.Recognition;

/// <summary>Registers <see cref="IRecogniser"/>, <see cref="ICropper"/>, <see cref="FaceServiceStatus"/> and what runs the local face service.</summary>
public static class RecognitionServices
{
    /// <summary>For this machine: never through a proxy.</summary>
    private const string LocalClient = "Atmosphere.Recognition.Local";

    private const string RemoteClient = "Atmosphere.Recognition.Remote";

    /// <param name="services">The application's.</param>
    /// <param name="configuration">The root: sections <c>Recognition</c> and <c>FaceService</c> are read.</param>
    /// <param name="dataFolder">The application's data folder; the local gallery goes into <c>gallery</c> below it.</param>
    public static IServiceCollection AddRecognition(this IServiceCollection services, IConfiguration configuration, string dataFolder)
    {
        services.AddOptions<RecognitionOptions>().Bind(configuration.GetSection(RecognitionOptions.Section)).ValidateOnStart();
        services.AddOptions<FaceServiceOptions>().Bind(configuration.GetSection(FaceServiceOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RecognitionOptions>, RecognitionOptionsValidator>();
        services.AddSingleton<IValidateOptions<FaceServiceOptions>, FaceServiceOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);

        AddClient(services, LocalClient, handler => handler.UseProxy = false);
        AddClient(services, RemoteClient, _ => { });

        services.AddSingleton<FaceServiceStatus>();
        services.AddSingleton<IRecogniser>(Recogniser);
        services.AddSingleton<ICropper>(Cropper);
        services.AddHostedService(provider => Host(provider, dataFolder));
        return services;
    }

    /// <summary>For a process that leaves the work to others: only <see cref="FaceServiceStatus"/>, which says so.</summary>
    public static IServiceCollection AddRecognitionElsewhere(this IServiceCollection services)
    {
        var status = new FaceServiceStatus();
        status.Set(new() { Phase = FaceServicePhase.Elsewhere, Message = FaceServiceTexts.Elsewhere });
        return services.AddSingleton(status);
    }

    private static void AddClient(IServiceCollection services, string name, Action<SocketsHttpHandler> configure) => services.AddHttpClient(name)
        // Each request has its own deadline, and the key must not follow a redirect.
        .ConfigureHttpClient(http => http.Timeout = Timeout.InfiniteTimeSpan)
        .UseSocketsHttpHandler((handler, _) =>
        {
            handler.AllowAutoRedirect = false;
            handler.UseCookies = false;
            handler.ConnectTimeout = TimeSpan.FromSeconds(5);
            handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
            configure(handler);
        })
        // The clients live as long as the application; the handler renews its connections itself.
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
        // The default loggers write addresses, which have ids of persons in them.
        .RemoveAllLoggers();

    private static FaceApiClient Recogniser(IServiceProvider provider)
    {
        var options = Value<RecognitionOptions>(provider);
        if (!options.HasEndpoint) return Rest(Status(provider), LocalClient);
        var client = new Uri(options.Endpoint).IsLoopback ? LocalClient : RemoteClient;
        return options.EffectiveClient == RecognitionClientKind.AzureSdk
            ? new(AzureSdkClient.Create(options, Client(provider, client), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<FaceApiClient>>()))
            : Rest(new ConfiguredAddress(options), client);

        FaceApiClient Rest(IFaceAddressSource addresses, string httpClient) =>
            new(new RestFaceApi(Http(provider, addresses, httpClient, options.Timeout), options.Gallery));
    }

    private static FaceServiceCropper Cropper(IServiceProvider provider) =>
        new(Http(provider, Status(provider), LocalClient, Value<FaceServiceOptions>(provider).Timeout));

    private static FaceServiceHost Host(IServiceProvider provider, string dataFolder)
    {
        var setup = new FaceServiceSetup
        {
            Options = Value<FaceServiceOptions>(provider),
            ContentRoot = provider.GetRequiredService<IHostEnvironment>().ContentRootPath,
            GalleryFolder = Path.Combine(Path.GetFullPath(dataFolder), "gallery"),
            Recognises = !Value<RecognitionOptions>(provider).HasEndpoint,
        };
        return new FaceServiceHost(
            setup,
            Status(provider),
            Client(provider, LocalClient),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<FaceServiceHost>>());
    }

    private static FaceHttp Http(IServiceProvider provider, IFaceAddressSource addresses, string client, TimeSpan timeout) => new(
        Client(provider, client), addresses, timeout, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<FaceHttp>>());

    private static HttpClient Client(IServiceProvider provider, string name) => provider.GetRequiredService<IHttpClientFactory>().CreateClient(name);

    private static FaceServiceStatus Status(IServiceProvider provider) => provider.GetRequiredService<FaceServiceStatus>();

    private static T Value<T>(IServiceProvider provider)
        where T : class => provider.GetRequiredService<IOptions<T>>().Value;
}

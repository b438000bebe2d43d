using Atmosphere.Grains.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Atmosphere.Api.Tests.Support;

/// <summary>A recogniser and a cropper that answer at once, in the face service's place.</summary>
internal static class FakeFaces
{
    public static void Replace(IServiceCollection services)
    {
        // A client of a cluster starts none.
        foreach (var host in services.Where(IsFaceServiceHost).ToList()) services.Remove(host);
        services.Replace(ServiceDescriptor.Singleton<IRecogniser, FakeRecogniser>());
        services.Replace(ServiceDescriptor.Singleton<ICropper, FakeCropper>());
    }

    private static bool IsFaceServiceHost(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService) && service.ImplementationFactory?.Method.ReturnType.Name == "FaceServiceHost";
}

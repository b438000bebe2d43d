// The one node that recognises, for a subscription without approval for Azure AI Face. Its gallery is on a share.
param location string
param name string
param environmentId string
param identityId string
param registryServer string
param image string
param keyUri string

@description('The environment\'s storage for the gallery.')
param storageName string

resource service 'Microsoft.App/containerApps@2026-01-01' = {
  name: name
  location: location
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    environmentId: environmentId
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      maxInactiveRevisions: 1
      registries: [{ server: registryServer, identity: identityId }]
      secrets: [{ name: 'key', keyVaultUrl: keyUri, identity: identityId }]
      // Within the environment only, and over TLS.
      ingress: {
        external: false
        transport: 'http'
        targetPort: 5005
        allowInsecure: false
      }
    }
    template: {
      terminationGracePeriodSeconds: 30
      // The share belongs to root; the application (user 1000 of Node's images) gets its folder.
      initContainers: [
        {
          name: 'own-data'
          image: 'mcr.microsoft.com/dotnet/runtime-deps:10.0'
          command: ['/bin/sh', '-c', 'chown 1000:1000 /data && chmod 700 /data']
          resources: { cpu: json('0.25'), memory: '0.5Gi' }
          volumeMounts: [{ volumeName: 'data', mountPath: '/data' }]
        }
      ]
      containers: [
        {
          name: 'face-service'
          image: image
          resources: { cpu: json('2.0'), memory: '4Gi' }
          volumeMounts: [{ volumeName: 'data', mountPath: '/data' }]
          env: [
            { name: 'FACE_SERVICE_ROLES', value: 'recognition' }
            { name: 'FACE_SERVICE_KEY', secretRef: 'key' }
          ]
          probes: [
            {
              type: 'Startup'
              httpGet: { path: '/healthz', port: 5005 }
              periodSeconds: 10
              failureThreshold: 10
              timeoutSeconds: 3
            }
            {
              type: 'Liveness'
              httpGet: { path: '/healthz', port: 5005 }
              periodSeconds: 10
              failureThreshold: 3
              timeoutSeconds: 5
            }
          ]
        }
      ]
      volumes: [{ name: 'data', storageType: 'NfsAzureFile', storageName: storageName }]
      // The gallery is one process's at a time.
      scale: { minReplicas: 1, maxReplicas: 1 }
    }
  }
}

output fqdn string = service.properties.configuration.ingress.fqdn
